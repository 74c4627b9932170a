using Aspire.Hosting;
using Nudge.Tests;

namespace Projects;

/// <summary>The scheduler's project, as the Aspire SDK describes it to an AppHost that references it.</summary>
internal sealed class SchedulerService : IProjectMetadata
{
    public string ProjectPath => Repository.Path("SchedulerService/SchedulerService.csproj");

    public bool SuppressBuild => true;
}

/// <summary>A bot's project, as the Aspire SDK describes it.</summary>
internal sealed class Bot : IProjectMetadata
{
    public string ProjectPath => Repository.Path("BotService/BotService.csproj");

    public bool SuppressBuild => true;
}
