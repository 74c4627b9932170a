namespace Nudge.EndToEnd.EmulatedTeams;

/// <summary>The classes that share one Nudge and one emulated Teams. Each test meets people of its own.</summary>
[CollectionDefinition(Name)]
public sealed class InOneTeams : ICollectionFixture<EmulatedTeamsFixture>
{
    public const string Name = "in one Teams";
}
