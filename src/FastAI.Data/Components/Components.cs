using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace FastAI;

/// <summary>
/// The parts that an exported learner may be made of: codecs, transforms, models, losses. Each has a stable id and a version, and is written as its settings.
/// A file names only ids; which type an id stands for is said by code, here, so that no file can have a type of its choice made.
/// </summary>
public static class Components
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Registration> ById = new(StringComparer.Ordinal);
    private static readonly Dictionary<Type, Registration> ByType = [];

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowOutOfOrderMetadataProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepSettings } },
    };

    /// <summary>Makes a part known under an id, so that it can be exported and loaded. Registering the same again does nothing.</summary>
    /// <param name="id">A name that stays, e.g. <c>vision.resize</c>; your own parts best begin with your own name.</param>
    /// <param name="version">Raised when the settings change their meaning.</param>
    /// <typeparam name="T">A record whose settings are <c>init</c> properties or constructor parameters of plain types.</typeparam>
    /// <exception cref="ArgumentException">The id stands for another type.</exception>
    public static void Register<T>(string id, int version = 1) where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        lock (Gate)
        {
            if (ById.TryGetValue(id, out var known) && known.Type != typeof(T))
                throw new ArgumentException($"The id '{id}' already stands for {known.Type}: choose another for {typeof(T)}.", nameof(id));
            ById[id] = ByType[typeof(T)] = new(id, version, typeof(T));
        }
    }

    /// <summary>Makes a generic part known, whose type arguments follow from its members: it is written and made by functions instead of by its properties.</summary>
    /// <param name="id">A name that stays.</param>
    /// <param name="definition">The open type, <c>typeof(PairCodec&lt;,&gt;)</c>.</param>
    /// <param name="write">From a part to its settings.</param>
    /// <param name="read">From settings to a part.</param>
    internal static void Register(string id, Type definition, Func<object, JsonObject> write, Func<JsonNode?, object> read)
    {
        lock (Gate) ById[id] = ByType[definition] = new(id, 1, definition) { Write = write, Read = read };
    }

    /// <summary>Writes a part as its id, version and settings.</summary>
    /// <exception cref="ComponentException">Its type is not registered.</exception>
    internal static JsonObject Write(object component)
    {
        Registration? registration;
        var type = component.GetType();
        lock (Gate) registration = ByType.GetValueOrDefault(type) ?? (type.IsGenericType ? ByType.GetValueOrDefault(type.GetGenericTypeDefinition()) : null);
        if (registration is null)
            throw new ComponentException(
                $"{component.GetType().Name} is not a registered part, so it cannot be written to a file. " +
                $"Register it once, in this program and in the one that loads the file: Components.Register<{component.GetType().Name}>(\"my.{component.GetType().Name.ToLowerInvariant()}\").");

        return new JsonObject
        {
            ["id"] = registration.Id,
            ["version"] = registration.Version,
            ["settings"] = registration.Write?.Invoke(component) ?? JsonSerializer.SerializeToNode(component, registration.Type, Json),
        };
    }

    /// <summary>Makes a part from what <see cref="Write"/> wrote.</summary>
    /// <exception cref="ComponentException">The id is unknown, of a higher version, of another kind, or its settings do not fit.</exception>
    internal static T Read<T>(JsonNode? node) where T : class
    {
        var id = Text(node, "id");
        Registration? registration;
        lock (Gate) registration = ById.GetValueOrDefault(id);
        if (registration is null)
            throw new ComponentException(
                $"it needs the part '{id}', which this program does not know. If it is your own, register it before loading: Components.Register<YourType>(\"{id}\"); " +
                $"if it is the library's, the file was made by a newer version: update the package FastAI.");
        if (!typeof(T).IsAssignableFrom(registration.Type))
            throw new ComponentException($"the part '{id}' stands where a {typeof(T).Name} belongs, and is a {registration.Type.Name}. The file is damaged, or was changed by hand.");
        if (node!["version"] is not JsonValue value || !value.TryGetValue<int>(out var version) || version < 1)
            throw new ComponentException($"the part '{id}' has no version. The file is damaged, or was changed by hand.");
        if (version > registration.Version)
            throw new ComponentException($"the part '{id}' has version {version}, and this program knows it up to version {registration.Version}. Update the package FastAI.");

        if (registration.Read is { } read)
            return read(node["settings"]) as T
                ?? throw new ComponentException($"the part '{id}' does not fit where a {typeof(T).Name} belongs. The file is damaged, or was changed by hand.");

        try
        {
            return (T?)node["settings"].Deserialize(registration.Type, Json) ?? throw new JsonException("there are none.");
        }
        catch (Exception e)                                                  // also from the part's own checks, of whatever type
        {
            throw new ComponentException($"the settings of the part '{id}' do not fit: {e.Message} The file is damaged, or was changed by hand.", e);
        }
    }

    private static string Text(JsonNode? node, string name)
        => node is JsonObject && node[name] is JsonValue value && value.TryGetValue<string>(out var text)
            ? text : throw new ComponentException($"a part has no {name}. The file is damaged, or was changed by hand.");

    // Settings are what can be given: init properties, and what a constructor takes. What is computed from them is not written.
    private static void KeepSettings(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;

        var parameters = type.Type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.Name).ToArray();
        for (var i = type.Properties.Count - 1; i >= 0; i--)
            if (type.Properties[i].Set is null && !parameters.Contains(type.Properties[i].Name, StringComparer.OrdinalIgnoreCase))
                type.Properties.RemoveAt(i);
    }

    private sealed record Registration(string Id, int Version, Type Type)
    {
        public Func<object, JsonObject>? Write { get; init; }

        public Func<JsonNode?, object>? Read { get; init; }
    }
}

/// <summary>A part of a learner cannot be written to a file, or cannot be made from one.</summary>
public sealed class ComponentException(string message, Exception? inner = null) : Exception(message, inner);
