using System.CommandLine;
using Nudge.Chaos;
using Nudge.Chaos.Deployments;
using Nudge.Chaos.Faults;

var scenarios = new Argument<string[]>("scenario")
{
    Description = $"the scenarios to run, in this order; none: all of them but {FaultList.Soak.Name}",
    Arity = ArgumentArity.ZeroOrMore,
};
scenarios.AcceptOnlyFromAmong([.. FaultList.Named.Keys]);
var rate = new Option<int>("--rate") { Description = "reminders per second", DefaultValueFactory = _ => 500 };
var seconds = new Option<int>("--seconds") { Description = "the time of a measurement before a fault, and after the recovery", DefaultValueFactory = _ => 10 };
var minutes = new Option<int>("--minutes") { Description = $"the time of {FaultList.Soak.Name}", DefaultValueFactory = _ => 30 };
var logs = new Option<DirectoryInfo?>("--logs") { Description = "write the services' logs to this folder" };
var root = new RootCommand("Runs a deployment under faults, and checks that no reminder is lost, early, or repeated without a cause")
{
    scenarios, rate, seconds, minutes, logs,
};
root.SetAction((options, _) => Run.AllAsync(
    options.GetValue(scenarios) ?? [],
    new Settings(options.GetValue(rate), TimeSpan.FromSeconds(options.GetValue(seconds)), TimeSpan.FromMinutes(options.GetValue(minutes)), options.GetValue(logs))));

// The processes of a network namespace reach the others through this program, in another process.
var routes = new Argument<string[]>("route") { Arity = ArgumentArity.OneOrMore };
var relay = new Command(Relays.Command, "forwards connections") { routes };
relay.Hidden = true;
relay.SetAction((options, _) => Relays.RunAsync(options.GetRequiredValue(routes)));
root.Add(relay);

return await root.Parse(args).InvokeAsync();
