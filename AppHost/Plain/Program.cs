using Nudge.AppHost.Plain;

return await PlainHost.RunAsync(args);
