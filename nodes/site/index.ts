export {
  auditEntry,
  type AuditEntry,
  type AuditKind,
  type AuditReceipt,
  auditSink,
  type AuditSink,
  type Requester,
} from './audit.ts';
export { Bus, type FrameListener } from './bus.ts';
export { Frame, type FrameFields, frameMessage, type FrameOrigin, notDue, type Reading } from './frame.ts';
export { directoryOf, type SensorEntry, SiteDirectory } from './directory.ts';
export { type DocumentFault, faultText, readCheckedYaml, repeated } from './checked-yaml.ts';
export { type LoadedSite, loadSite } from './load-site.ts';
export type * from './model.ts';
export { type PointDescriptor, PointIndex, type PointRole, pointRoles, Quality } from './point.ts';
export { type AnswerTimes, type DeviceImage, type PointState, ProcessImage } from './process-image.ts';
export { type RegisteredDevice, siteRuntime, type SiteRuntime } from './registry.ts';
export { tariffApplies } from './tariff-hours.ts';
export { isInForce } from './validity.ts';
export { criticalBounds, safetyLimitsOf } from './safety-limits.ts';
