// A vendor in a process of its own, so that its memory is not counted. A GET of `/silent` in its path is never answered.
import { createServer } from "node:http";

const CREATED = '{"status":true,"message":"Charge attempted","data":{"reference":"ch_1","status":"send_otp","live_mode":false,"display_text":"Composez"}}';
const FETCHED = '{"status":true,"message":"","data":{"reference":"ch_1","amount":1000,"currency":"XOF","status":"success","live_mode":false}}';
const rows = Array.from({ length: 20 }, (_, at) => `{"reference":"ch_${at}","amount":1000,"status":"success","live_mode":false}`);
const LIST = `{"status":true,"message":"","data":[${rows}]}`;

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    if (request.url.includes("silent")) return;
    const body = request.method === "POST" ? CREATED : /charges\/?$/.test(request.url) ? LIST : FETCHED;
    response.setHeader("content-type", "application/json").end(body);
  });
}).listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit());
