using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connecto.Web.Wire;

namespace Connecto.Web;

/// <summary>
/// How everything looks on the wire, for REST and hub alike: camelCase, enums as lower-case words, absent instead of
/// null, times in UTC with milliseconds. A value of another JSON type than the field's is a
/// <see cref="JsonException"/>; unknown fields are passed over.
/// </summary>
public static class WireJson
{
    /// <summary>Read-only and shared.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Makes options of the framework's own into these.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.AllowOutOfOrderMetadataProperties = true;
        // The answers are JSON and say so; escaping for HTML would only make Korean text three times as long.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new TimeConverter());
        options.Converters.Add(new MessageCountConverter());
        options.Converters.Add(new ReceiptMoveConverter());
        options.Converters.Add(new HighlightConverter());
        options.Converters.Add(new ImmutableArrayConverter());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
