import { HistoryService, Store, historyStoreModule, frameStoreModule } from '../history/index.ts';
import { Bus, loadSite } from '../site/index.ts';
import { loadProfiles, pointIndexOf } from '../devices/index.ts';
import { systemClock } from '../kernel/index.ts';
import { openPlantAt } from './opening.ts';
import { simulateHistory } from './simulated-history.ts';
import { rmSync, statSync } from 'node:fs';
const dir='/tmp/zzstore'; rmSync(dir,{recursive:true,force:true});
const l=loadProfiles('profiles'); const {model}=loadSite('sites/demo.yaml',l);
const devices=model.devices.map(d=>({siteId:d.site,unit:d.unit!,index:pointIndexOf(d.id,l.profiles.get(d.profile)!,model.sensors)}));
const leftOut=new Set(model.sensors.filter(s=>s.backfill===false).map(s=>s.id));
const opening=openPlantAt(42, Date.now());
const days=Number(process.argv[2]);
if(process.argv[3]==='gen'){const t=performance.now();const c=process.cpuUsage();const e=performance.eventLoopUtilization();let n=0;for await(const b of simulateHistory({opening,days,rawHours:2,devices,leftOut}))n++;console.log({n,gen:(performance.now()-t)/1000,cpu:process.cpuUsage(c).user/1e6,active:performance.eventLoopUtilization(e).active,rss:process.memoryUsage().rss/1e6});process.exit()}
const store=await Store.open({folder:dir, modules:[frameStoreModule,historyStoreModule], maxMb:4000, clock:systemClock, report:console.log} as any);
const bus=new Bus(console.log);
const history=await HistoryService.start({store,bus,clock:systemClock,maxRawBytes:1e9,maxHeldMs:96*3600e3,heldFromSeq:()=>null,report:console.log} as any);
const t=performance.now(); const e=performance.eventLoopUtilization(); let tb=0,tf=0;
for await (const b of simulateHistory({opening,days,rawHours:2,devices,leftOut})){
  const s=performance.now();
  if(b.kind==='buckets'){await history.importBuckets(b.device,b.sensors); tb+=performance.now()-s}
  else {await history.importFrames(b.frames); tf+=performance.now()-s}
}
console.log({s:(performance.now()-t)/1000,tb,tf,active:performance.eventLoopUtilization(e).active,rss:process.memoryUsage().rss/1e6, cpu:process.cpuUsage().user/1e6, db:statSync(dir+'/store.db').size/1e6});
await history.stop(); await store.close(); process.exit();
