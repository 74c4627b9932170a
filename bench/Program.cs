using System.CommandLine;
using Nudge.Bench;
using Nudge.Bench.Deployments;
using Nudge.Bench.Scenarios;

var scenario = new Argument<string>("scenario") { Description = string.Join(", ", ScenarioList.All.Keys) };
scenario.AcceptOnlyFromAmong([.. ScenarioList.All.Keys]);
var store = new Option<StoreKind>("--store") { Description = "the scheduler's store", DefaultValueFactory = _ => StoreKind.Postgres };
var count = new Option<int?>("--count") { Description = "number of reminders in a run, or the greatest number of pending ones (default: as in the table of bench/README.md)" };
var seconds = new Option<int?>("--seconds") { Description = "duration of a run, for the scenarios that run for a time" };
var repeats = new Option<int>("--repeats") { Description = "number of runs; the report shows the median", DefaultValueFactory = _ => 5 };
var json = new Option<FileInfo?>("--json") { Description = "write the figures to this file" };
var root = new RootCommand("Benchmarks of Nudge: real processes, durability on, everything over gRPC") { scenario, store, count, seconds, repeats, json };
root.SetAction((options, _) => ScenarioList.RunAsync(
    options.GetRequiredValue(scenario),
    new Settings(options.GetValue(store), options.GetValue(count), options.GetValue(seconds), options.GetValue(repeats)),
    options.GetValue(json)));

// The callback of a run is this program too, in another process.
var port = new Argument<int>("port");
var bot = new Command(NoOpBot.Command, "a callback that answers every delivery at once") { port };
bot.Hidden = true;
bot.SetAction((options, _) => NoOpBot.RunAsync(options.GetRequiredValue(port)));
root.Add(bot);

return await root.Parse(args).InvokeAsync();
