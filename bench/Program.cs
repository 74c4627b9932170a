using System.CommandLine;
using Nudge.Bench;
using Nudge.Bench.Deployments;
using Nudge.Bench.Scenarios;

var scenario = new Argument<string>("scenario") { Description = string.Join(", ", ScenarioList.All.Keys) };
scenario.AcceptOnlyFromAmong([.. ScenarioList.All.Keys]);
var store = new Option<StoreKind>("--store") { Description = "the scheduler's store", DefaultValueFactory = _ => StoreKind.Postgres };
var count = new Option<int?>("--count") { Description = "reminders in a run, or the most that are pending (default: what the table in bench/README.md is made with)" };
var seconds = new Option<int?>("--seconds") { Description = "how long a run of those that go by time lasts" };
var repeats = new Option<int>("--repeats") { Description = "runs, of which the median is shown", DefaultValueFactory = _ => 5 };
var json = new Option<FileInfo?>("--json") { Description = "write the figures to this file" };
var root = new RootCommand("Benchmarks of Nudge: real processes, durability on, everything over gRPC") { scenario, store, count, seconds, repeats, json };
root.SetAction((options, _) => ScenarioList.RunAsync(
    options.GetRequiredValue(scenario),
    new Settings(options.GetValue(store), options.GetValue(count), options.GetValue(seconds), options.GetValue(repeats)),
    options.GetValue(json)));

// The callback that a run needs is this program too, as a process of its own.
var port = new Argument<int>("port");
var bot = new Command(NoOpBot.Command, "a callback that answers every delivery at once") { port };
bot.Hidden = true;
bot.SetAction((options, _) => NoOpBot.RunAsync(options.GetRequiredValue(port)));
root.Add(bot);

return await root.Parse(args).InvokeAsync();
