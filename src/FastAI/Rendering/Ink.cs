using SkiaSharp;

namespace FastAI;

/// <summary>The colours of figures.</summary>
internal static class Ink
{
    public static SKColor Text { get; } = new(0x20, 0x20, 0x28);
    public static SKColor Faint { get; } = new(0x70, 0x70, 0x78);
    public static SKColor Line { get; } = new(0xD4, 0xD4, 0xDA);
    public static SKColor Band { get; } = new(0xF4, 0xF5, 0xF8);
    public static SKColor Agrees { get; } = new(0x0A, 0x7D, 0x32);
    public static SKColor Differs { get; } = new(0xC8, 0x1E, 0x1E);
}
