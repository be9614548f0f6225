export { AnchorFile, anchorText, parseAnchor } from './anchor-file.ts';
export { Anchoring, type AnchorMessage } from './anchoring.ts';
export { type AuditVerdict, verifyChain } from './audit-chain.ts';
export { type AuditListener, AuditLog, auditLog, type AuditQuery, type AuditRecord } from './audit-log.ts';
export { auditReads } from './audit-store.ts';
export { type ConfigurationHashes, ConfigurationRecord, hashOfFiles } from './configuration-record.ts';
export { blocksOfDevices } from './device-blocks.ts';
export { eventBody, type EventBody } from './events-page.ts';

/** The store module with the audit log's table, for `Store.open`. */
export const auditStoreModule = new URL('./audit-store', import.meta.url);
