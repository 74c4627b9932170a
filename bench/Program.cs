using System.CommandLine;
using Nudge.Bench;

var scenario = new Argument<string>("scenario") { Description = "register, spike, or peers" };
scenario.AcceptOnlyFromAmong("register", "spike", "peers");
var count = new Option<int>("--count") { Description = "reminders in a run", DefaultValueFactory = _ => 20_000 };
var repeats = new Option<int>("--repeats") { Description = "runs, of which the median is shown", DefaultValueFactory = _ => 5 };
var json = new Option<FileInfo?>("--json") { Description = "write the figures to this file" };
var root = new RootCommand("Benchmarks of Nudge: real processes, durability on, everything over gRPC") { scenario, count, repeats, json };
root.SetAction((options, _) => Scenarios.RunAsync(
    options.GetRequiredValue(scenario), options.GetValue(count), options.GetValue(repeats), options.GetValue(json)));

// The callback that a run needs is this program too, as a process of its own.
var port = new Argument<int>("port");
var bot = new Command("no-op-bot", "a callback that answers every delivery at once") { port };
bot.Hidden = true;
bot.SetAction((options, _) => NoOpBot.RunAsync(options.GetRequiredValue(port)));
root.Add(bot);

return await root.Parse(args).InvokeAsync();
