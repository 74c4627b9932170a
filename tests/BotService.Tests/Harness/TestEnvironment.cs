using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Nudge.BotService.Tests.Harness;

/// <summary>A host environment with a name.</summary>
internal sealed class TestEnvironment(string name) : IHostEnvironment
{
    public string EnvironmentName { get; set; } = name;

    public string ApplicationName { get; set; } = "BotService";

    public string ContentRootPath { get; set; } = "";

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
}
