/** About 300 bytes of JSON, made anew for each request as a health answer is. */
export function healthBody(): string {
  return JSON.stringify({
    status: 'healthy',
    site_id: 'SITE-CL-001',
    uptime_s: Math.round(process.uptime()),
    last_cycle_ts: new Date().toISOString(),
    safety_status: 'ok',
    version: '0.1.0',
    simulated: true,
    reasons: [],
    warnings: ['a sentence that fills the answer up to the size that is wanted'],
    devices: { total: 12, connected: 12, faulted: 0 },
  });
}
