using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Connecto.Web.Batch;

/// <summary>One call of a batch. <c>Path</c> is relative to <c>/api/v1</c> and may have a query.</summary>
public sealed record BatchItem(
    [Required] string? Id,
    [Required] string? Method,
    [Required] string? Path,
    JsonElement? Body
);
