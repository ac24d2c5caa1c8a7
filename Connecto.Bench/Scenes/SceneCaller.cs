using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Connecto.Bench.Clients;

namespace Connecto.Bench.Scenes;

/// <summary>Calls REST over connections that are kept, reads each answer to its end, and counts it. Thread-safe.</summary>
internal sealed class SceneCaller(Uri server) : IDisposable
{
    private const string NoAnswer = "no answer";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new() { BaseAddress = new Uri(server, "/api/v1/"), Timeout = _patience };
    private volatile SceneMeter _meter = new();

    /// <summary>Counts from now on with another meter.</summary>
    public void CountWith(SceneMeter meter) => _meter = meter;

    public Task GetAsync(string path, string token) => CallAsync(HttpMethod.Get, path, token, null);

    public Task PostAsync(string path, string token, object body) =>
        CallAsync(HttpMethod.Post, path, token, JsonContent.Create(body));

    public void Dispose() => _http.Dispose();

    private async Task CallAsync(HttpMethod method, string path, string token, HttpContent? content)
    {
        var meter = _meter;
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var response = await _http.SendAsync(request);
            var body = await response.Content.ReadAsByteArrayAsync();
            if (response.IsSuccessStatusCode)
            {
                meter.Answered(Stopwatch.GetTimestamp() - started);
            }
            else
            {
                meter.Failed(Code(body) ?? $"{(int)response.StatusCode}");
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            meter.Failed(NoAnswer);
        }
    }

    private static string? Code(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body).TextOrNull("code");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
