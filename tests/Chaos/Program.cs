using System.CommandLine;
using Nudge.Chaos;
using Nudge.Chaos.Deployments;
using Nudge.Chaos.Faults;

var scenarios = new Argument<string[]>("scenario")
{
    Description = "the scenarios to run, in this order; none: all of them",
    Arity = ArgumentArity.ZeroOrMore,
};
scenarios.AcceptOnlyFromAmong([.. FaultList.All.Select(fault => fault.Name)]);
var rate = new Option<int>("--rate") { Description = "reminders per second", DefaultValueFactory = _ => 500 };
var seconds = new Option<int>("--seconds") { Description = "the time of a measurement before a fault, and after the recovery", DefaultValueFactory = _ => 10 };
var isShort = new Option<bool>("--short") { Description = $"only {string.Join(" and ", FaultList.Short)}, in a minute" };
var logs = new Option<DirectoryInfo?>("--logs") { Description = "write the services' logs to this folder" };
var root = new RootCommand("Runs a deployment under faults, and checks that no reminder is lost, early, or repeated without a cause")
{
    scenarios, rate, seconds, isShort, logs,
};
root.SetAction((options, _) => Run.AllAsync(
    options.GetValue(isShort) ? FaultList.Short : options.GetValue(scenarios) ?? [],
    new Settings(options.GetValue(rate), TimeSpan.FromSeconds(options.GetValue(seconds)), options.GetValue(logs))));

// The processes of a network namespace reach the others through this program, in another process.
var routes = new Argument<string[]>("route") { Arity = ArgumentArity.OneOrMore };
var relay = new Command(Relays.Command, "forwards connections") { routes };
relay.Hidden = true;
relay.SetAction((options, _) => Relays.RunAsync(options.GetRequiredValue(routes)));
root.Add(relay);

return await root.Parse(args).InvokeAsync();
