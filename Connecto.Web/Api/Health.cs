namespace Connecto.Web.Api;

/// <summary><c>live</c> or <c>ready</c>.</summary>
public sealed record Health(string Status);
