namespace FastAI;

/// <summary>
/// Marks a callback that only tells of training and changes nothing: it is left out where what happens is no training, as in a search for the
/// learning rate.
/// </summary>
public interface IReportsProgress;
