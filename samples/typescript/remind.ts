import { randomUUID } from "node:crypto";
import * as grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

interface Delivery {
  id: { reminderId: string; occurrence: string; generation: number };
  recipient: { userId: string };
  notification: { text: string };
}

const here = import.meta.dirname;
const contract = loadSync(["nudge/v1/scheduler.proto", "nudge/v1/callback.proto"], {
  includeDirs: [`${here}/../../Protos`, here],
  defaults: true,
  longs: String,
});
const { nudge } = grpc.loadPackageDefinition(contract) as any;
const schedulerAddress = process.env.SCHEDULER ?? "localhost:5081";
const callbackAddress = process.env.CALLBACK ?? "localhost:5101";

// A redelivery has the id of the first delivery. Keep the ids in a database when the process may crash.
const sent = new Set<string>();

/** Answers each delivery of the scheduler's stream. */
function deliver(stream: grpc.ServerDuplexStream<Delivery, object>) {
  stream.on("data", ({ id, recipient, notification }: Delivery) => {
    const key = `${id.reminderId}/${id.occurrence}/${id.generation}`;
    if (!sent.has(key)) {
      console.log(`${notification.text}, ${recipient.userId}`);
      sent.add(key);
    }
    stream.write({ id, delivered: {} });
  });
  stream.on("end", () => stream.end());
}

/** Registers a reminder that is due in two seconds. */
function remind() {
  const scheduler = new nudge.v1.ReminderScheduler(schedulerAddress, grpc.credentials.createInsecure());
  const reminder = { recipient: { userId: "ada" }, schedule: { delay: { seconds: 2 } }, notification: { text: "Stretch" } };
  scheduler.create({ reminder, requestId: randomUUID() }, (error: grpc.ServiceError | null, created: any) => {
    if (error)
      throw error;
    console.log(`Reminder ${created.reminder.id} is registered`);
  });
}

const server = new grpc.Server();
server.addService(nudge.v1.ReminderCallback.service, { deliver });
server.bindAsync(callbackAddress, grpc.ServerCredentials.createInsecure(), (error) => {
  if (error)
    throw error;
  remind();
});
