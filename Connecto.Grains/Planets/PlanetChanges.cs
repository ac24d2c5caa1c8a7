using Connecto.Errors;
using Connecto.Ids;
using Connecto.Storage;

namespace Connecto.Planets;

/// <summary>What may be changed of the planet itself. Answers the rev of its event, or the head where nothing changed.</summary>
internal static class PlanetChanges
{
    /// <summary>Deletes the planet. Without an actor its travel was deleted.</summary>
    public static long Delete(PlanetDraft draft, Snowflake? actorId)
    {
        if (actorId is { } actor)
        {
            draft.RequireMember(actor).Require(PlanetRight.DeletePlanet);
        }
        draft.Delete();
        return draft.AddEvent(EventKind.Planet, null, actorId ?? default, PlanetEventData.Deleted(draft.At)).Rev;
    }

    public static long Set(PlanetDraft draft, Snowflake actorId, PlanetPatch patch)
    {
        draft.RequireMember(actorId).Require(PlanetRight.ChangePlanet);
        var before = draft.Row;
        var settings = before.Settings with
        {
            SlowModeSeconds = patch.SlowModeSeconds ?? before.Settings.SlowModeSeconds,
            EditWindowSeconds = patch.EditWindowSeconds ?? before.Settings.EditWindowSeconds,
            ReadReceipts = patch.ReadReceipts ?? before.Settings.ReadReceipts,
            HistoryVisible = patch.HistoryVisible ?? before.Settings.HistoryVisible,
        };
        var name = patch.Name ?? before.Name;
        var archivedAt =
            (patch.Archived ?? before.ArchivedAt is not null)
                ? before.ArchivedAt ?? draft.At
                : default(DateTimeOffset?);
        var isSame = name == before.Name && settings == before.Settings && archivedAt == before.ArchivedAt;
        if (isSame)
        {
            return before.HeadRev;
        }
        draft.Change(name, settings, archivedAt);
        var data = PlanetEventData.Planet(
            name == before.Name ? null : name,
            settings == before.Settings ? null : settings,
            archivedAt == before.ArchivedAt ? null : archivedAt is not null,
            archivedAt
        );
        return draft.AddEvent(EventKind.Planet, null, actorId, data).Rev;
    }
}
