using System.Text.RegularExpressions;
using Nudge.Servers;
using Nudge.Tests;

namespace Nudge.Hosting.Tests;

/// <summary>Tests the package in a new AppHost, as a user adds it.</summary>
public sealed partial class PackageTests : IDisposable
{
    private const string Program =
        """
        using Aspire.Hosting;
        using Aspire.Hosting.ApplicationModel;
        using Microsoft.Extensions.DependencyInjection;

        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = true });
        var store = builder.AddConnectionString("store", ReferenceExpression.Create($"Data Source={builder.Configuration["data"]!}"));
        var key = builder.AddParameter("key", "operator.0123456789012345678901234567890123456789012", secret: true);
        var scheduler = builder.AddNudge<Scheduler>("scheduler").WithReference(store).WaitFor(store).WithApiKey("operator", key, "admin");

        await using var app = builder.Build();
        await app.StartAsync();
        await app.ResourceNotifications.WaitForResourceHealthyAsync("scheduler");
        var commands = app.Services.GetRequiredService<ResourceCommandService>();
        var preview = await commands.ExecuteCommandAsync("scheduler", "preview", new InteractionInputCollection(
        [
            new InteractionInput { Name = "schedule", InputType = InputType.Text, Value = "0 0 9 * * ?" },
            new InteractionInput { Name = "zone", InputType = InputType.Text, Value = "Europe/Berlin" },
        ]));
        Console.WriteLine($"preview: {preview.Data?.Value ?? preview.Message}");
        await app.StopAsync();

        class Scheduler : IProjectMetadata
        {
            public string ProjectPath => Environment.GetEnvironmentVariable("SCHEDULER")!;
            public bool SuppressBuild => true;
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("nudge-hosting-").FullName;

    // The scheduler runs in the configuration of its AppHost, and is built in that of the tests.
    private static string Configuration => Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Package_InANewAppHost_RunsAHealthySchedulerWithItsCommands()
    {
        var packages = Path.Combine(_folder, "packages");
        var application = Directory.CreateDirectory(Path.Combine(_folder, "app")).FullName;
        await Dotnet.RunAsync("pack", Repository.Path("Hosting"), "--output", packages, $"-p:ArtifactsPath={Path.Combine(_folder, "artifacts")}");
        await File.WriteAllTextAsync(Path.Combine(application, "app.csproj"), Project, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(application, "Program.cs"), Program, TestContext.Current.CancellationToken);
        await Dotnet.RunAsync(["build", application, "--configuration", Configuration, "--output", Path.Combine(application, "out"), .. Dotnet.PackagesFrom(packages, Path.Combine(_folder, "cache"))]);

        await using var host = ChildProcess.Start(
            "AppHost", ["dotnet", Path.Combine(application, "out", "app.dll"), "--DcpPublisher:RandomizePorts=true", "--data", Path.Combine(_folder, "reminders.db")],
            new() { ["SCHEDULER"] = Repository.Path("SchedulerService/SchedulerService.csproj") });

        Assert.True(await host.ExitAsync(TimeSpan.FromMinutes(2)) == 0, string.Join('\n', host.Lines));
        Assert.Contains(host.Lines, line => line.StartsWith("preview: ", StringComparison.Ordinal) && line.Contains(" 09:00:00 +0", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(_folder, "reminders.db")));
    }

    /// <summary>Gets the project of an AppHost with the repository's versions of Aspire, and with the package.</summary>
    private static string Project =>
        $"""
        <Project Sdk="{Sdk().Match(Repository.Read("AppHost/AppHost.csproj")).Value}">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Aspire.Hosting.AppHost" Version="{AspireVersion().Match(Repository.Read("Directory.Packages.props")).Value}" />
            <PackageReference Include="Nudge.Aspire.Hosting" Version="0.1.0" />
          </ItemGroup>
        </Project>
        """;

    [GeneratedRegex(@"Aspire\.AppHost\.Sdk/[\d.]+")]
    private static partial Regex Sdk();

    [GeneratedRegex("(?<=<AspireVersion>)[^<]+")]
    private static partial Regex AspireVersion();
}
