using Connecto.Errors;

namespace Connecto.Web.Chat;

/// <summary>Which requests to the hub come in: those of a version that is spoken here, and new ones only until the node leaves.</summary>
internal sealed class ChatGate
{
    private volatile bool _closed;

    /// <summary>Whether the node takes no new sockets any more.</summary>
    public bool IsClosed => _closed;

    public void Close() => _closed = true;

    /// <summary>Whether the request comes in; if not, its response has the status that says why.</summary>
    /// <exception cref="ChatException">It asks for a version that is not spoken here.</exception>
    public bool Admits(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["v"].FirstOrDefault() is not (null or "1"))
        {
            throw ChatException.Invalid("v", "is 1, the only version of the hub's protocol");
        }
        // A connection that exists polls and sends with its id; it is told to leave in its own time.
        if (_closed && !query.ContainsKey("id"))
        {
            // Not thrown: clients that come too early are expected now, and not worth a line of the log each.
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return false;
        }
        return true;
    }
}
