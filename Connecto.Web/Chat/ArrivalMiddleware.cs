using System.Globalization;

namespace Connecto.Web.Chat;

/// <summary>
/// Holds back who comes to the hub before anything is spent on him, his token included. The requests of a connection
/// that exists pass.
/// </summary>
internal sealed class ArrivalMiddleware(RequestDelegate next, Arrivals arrivals, ChatGate gate)
{
    private static readonly PathString _hub = ChatServices.Path;
    private static readonly PathString _negotiation = $"{ChatServices.Path}/negotiate";

    public Task InvokeAsync(HttpContext context) => IsArrival(context) ? EnterAsync(context) : next(context);

    // Once the node leaves nobody waits for a turn: the gate turns him away.
    private bool IsArrival(HttpContext context) =>
        !gate.IsClosed
        && (
            (context.Request.Path == _hub && context.Request.Headers.Upgrade.Count > 0)
            || context.Request.Path == _negotiation
        );

    private async Task EnterAsync(HttpContext context)
    {
        if (await arrivals.EnterAsync(context.RequestAborted) is not { } arrival)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = arrivals.RetryAfter.ToString(CultureInfo.InvariantCulture);
            return;
        }
        context.Features.Set(arrival);
        try
        {
            await next(context);
        }
        finally
        {
            arrival.End();
        }
    }
}
