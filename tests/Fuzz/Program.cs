using System.CommandLine;
using Nudge.Fuzz;
using Nudge.Fuzz.Areas;
using Nudge.Fuzz.Deployments;

var areas = new Argument<string[]>("area")
{
    Description = $"{string.Join(", ", AreaList.All.Keys)} (default: all)",
    DefaultValueFactory = _ =>
    [.. AreaList.All.Keys]
};
areas.AcceptOnlyFromAmong([.. AreaList.All.Keys]);
var count = new Option<int>("--count") { Description = "number of requests over all areas", DefaultValueFactory = _ => 1_000_000 };
var seed = new Option<int>("--seed") { Description = "seed of the random numbers", DefaultValueFactory = _ => Random.Shared.Next() };
var store = new Option<StoreKind>("--store") { Description = "the scheduler's store", DefaultValueFactory = _ => StoreKind.Sqlite };
var root = new RootCommand("Sends random and mutated requests to a scheduler and a bot, and judges the answers, the logs, the times and the memory") { areas,
    count, seed, store };
root.SetAction((options, _) => AreaList.RunAsync(
    new Settings(options.GetValue(count), options.GetValue(seed), options.GetValue(store), options.GetValue(areas)!), new Report(Console.Out),
        TimeProvider.System));
return await root.Parse(args).InvokeAsync();
