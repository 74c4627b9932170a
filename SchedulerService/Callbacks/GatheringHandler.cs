namespace Nudge.SchedulerService.Callbacks;

/// <summary>Wraps the content of each request in a <see cref="GatheringContent"/>.</summary>
internal sealed class GatheringHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
            request.Content = new GatheringContent(content);
        return base.SendAsync(request, cancellationToken);
    }
}
