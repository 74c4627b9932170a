using Nudge.Tests;

namespace Nudge.SchedulerService.Tests;

public sealed class ArchitectureTests
{
    [Fact]
    public void References_BetweenFolders_GoOneWay() => Assert.Empty(Rooms.BackReferences("SchedulerService"));

    [Theory]
    [InlineData("using Nudge.SchedulerService.Api;", "Storage/Row.cs uses Api")]
    [InlineData("var zone = new Api.Zone();", "Storage/Row.cs uses Api")]
    [InlineData("using Nudge.SchedulerService.Reminders;", null)]
    [InlineData("using Nudge.SchedulerService.Storage;", null)]
    public void References_ToAFolderAbove_AreFound(string text, string? found)
    {
        const string Document = "| `SchedulerService/Api` | |\n| `SchedulerService/Storage` | |\n| `SchedulerService/Reminders` | |\n";

        Assert.Equal(found is null ? [] : [found], Rooms.BackReferences("SchedulerService", Document, [("Storage/Row.cs", text)]));
    }

    [Fact]
    public void References_OfAFolderThatIsNotListed_AreFound() => Assert.Equal(
        ["Helpers/Row.cs uses a folder that is not listed"], Rooms.BackReferences("SchedulerService", "| `SchedulerService/Api` | |\n", [("Helpers/Row.cs", "")]));

    [Fact]
    public void References_ToATypeBesideTheFolders_AreFound() => Assert.Equal(
        ["Api/Row.cs uses Bot"],
        Rooms.BackReferences(
            "SchedulerService",
            "| `SchedulerService/Api` | |\n",
            [("Bot.cs", ""), ("Log.cs", ""), ("Telemetry.cs", ""), ("Api/Log.cs", ""), ("Api/Row.cs", "new Row(Bot bot) { Log.Write(Telemetry.Name); }"), ("Api/Set.cs", "{ Bot = 1 }")]));
}
