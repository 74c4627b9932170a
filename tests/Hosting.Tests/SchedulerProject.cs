using Aspire.Hosting;
using Nudge.Tests;

namespace Nudge.Hosting.Tests;

/// <summary>The scheduler's project, as the Aspire SDK describes it to an AppHost that references it.</summary>
internal sealed class SchedulerProject : IProjectMetadata
{
    public string ProjectPath => Repository.Path("SchedulerService/SchedulerService.csproj");

    public bool SuppressBuild => true;
}
