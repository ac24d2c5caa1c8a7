namespace Connecto.Web.Tests.Durability;

/// <summary>A user of a run with a token that outlasts it.</summary>
internal sealed record ChatUser(string Id, string Name, string Token);
