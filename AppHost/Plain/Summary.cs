namespace Nudge.AppHost.Plain;

/// <summary>What is said once everything runs.</summary>
internal static class Summary
{
    public static string Of(IReadOnlyCollection<Resource> resources, DataFolder data)
    {
        var (redis, scheduler, bot) = (Find("redis"), Find("scheduler"), Find("bot"));
        return $"""

            Nudge is up: plain processes; Aspire is used where the package feed carries it.
              bot messages      {bot["http"].Url}/api/messages
              scheduler gRPC    {scheduler["grpc"].Url}
              scheduler health  {scheduler["http"].Url}/health
              redis             {redis["tcp"].Authority}
              data              {data.Path}
            Register a reminder:
              curl -X POST "{bot["http"].Url}/remind-me?in=10s&text=Stretch"
            Talk to it in the Microsoft 365 Agents Playground (README.md says more):
              npx @microsoft/m365agentsplayground@0.2.28 start -e {bot["http"].Url}/api/messages -c msteams
            Ctrl+C stops it.

            """;

        Resource Find(string name) => resources.Single(resource => resource.Name == name);
    }
}
