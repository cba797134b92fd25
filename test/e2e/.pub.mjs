import { findChromium, openBrowser, openOffice, Visitors } from '/work/wt/core/test/e2e/harness.mjs';
import { walkJourneys } from '/work/wt/core/test/e2e/journeys.mjs';
import { published } from '/work/wt/core/test/e2e/publishing.mjs';
const troubles=[]; const trouble=(w,x)=>{troubles.push(`${w}: ${x}`); console.log('!!',w,x);};
const office=await openOffice(); const browser=await openBrowser(findChromium());
const visitors=new Visitors(browser, office, trouble);
const part=async(name,walk)=>{const b=Date.now(); try{const s=await walk(); console.log('ok',name,s??'',Date.now()-b);}catch(e){trouble(name,e.message.split('\n')[0]);}};
await published({page:r=>visitors.page(r), walk:part});
for (const [who,path] of (process.env.SHOTS||'').split(' ').filter(Boolean).map(x=>x.split('@@'))) for (const w of [1366,390]) { const p=await visitors.page(who,{width:w,height:w===390?844:768}); await p.goto(path); await p.screenshot({path:`/tmp/shots/s-${who}-${path.replace(/[^a-z0-9]+/gi,'_')}-${w}.png`,fullPage:true}); }
await visitors.close(); await browser.close(); office.stop();
