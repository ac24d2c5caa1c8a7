namespace Connecto.Web.Tests.Support;

/// <summary>How a connection ended: by a close message, with or without leave to reconnect, or by a cut transport.</summary>
public sealed record HubEnd(bool IsCut, bool AllowsReconnect, string? Error)
{
    /// <summary>Whether SignalR's clients would come back by themselves.</summary>
    public bool ComesBack => IsCut || AllowsReconnect;
}
