// Reads Adaptive Cards from standard input, one on each line. Answers each with a line: what Microsoft's renderer finds wrong, as a JSON array.
const { AdaptiveCard, SerializationContext, Versions } = require('adaptivecards/dist/adaptivecards.js');

require('node:readline').createInterface({ input: process.stdin }).on('line', line => {
  const context = new SerializationContext(Versions.v1_5);
  const card = new AdaptiveCard();
  card.parse(JSON.parse(line), context);
  const parsed = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
  console.log(JSON.stringify(parsed.concat(card.validateProperties().validationEvents.map(event => event.message))));
});
