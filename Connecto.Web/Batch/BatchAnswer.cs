using System.Text.Json;

namespace Connecto.Web.Batch;

/// <summary>What one call of a batch was answered. <c>Body</c> is null where the answer had none.</summary>
public sealed record BatchAnswer(string Id, int Status, JsonElement? Body);
