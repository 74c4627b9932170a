namespace Microsoft.Teams.Apps;

/// <summary>A name of the package, so that another type of this name is ambiguous here too.</summary>
public static class App;
