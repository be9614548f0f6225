export { type AuditVerdict, verifyChain } from './audit-chain.ts';
export { type AuditListener, AuditLog, auditLog, type AuditQuery, type AuditRecord } from './audit-log.ts';
export { auditReads } from './audit-store.ts';

/** The store module with the audit log's table, for `Store.open`. */
export const auditStoreModule = new URL('./audit-store', import.meta.url);
