using System.Text.Json;

namespace Connecto.Web.SignalR;

/// <summary>
/// An answer too long for the outbox's bound. Whoever gives it sees to it that a connection has one at a time.
/// </summary>
internal interface ILongAnswer
{
    void WriteTo(Utf8JsonWriter json);

    /// <summary>It has its place in the outbox: what is sent from here on comes after it.</summary>
    /// <param name="written">Completes when it has been written, or the connection is over.</param>
    void OnSent(Task written);
}
