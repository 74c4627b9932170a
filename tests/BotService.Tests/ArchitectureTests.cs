using Nudge.Tests;

namespace Nudge.BotService.Tests;

public sealed class ArchitectureTests
{
    [Fact]
    public void References_BetweenFolders_GoOneWay() => Assert.Empty(Rooms.BackReferences("BotService"));
}
