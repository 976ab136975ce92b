using System.Runtime.CompilerServices;

namespace FastAI;

/// <summary>The reference's data sets and models, for <see cref="Downloads.UntarDataAsync"/>. Addresses and folder names are those of fastai 2.7's <c>URLs</c>.</summary>
/// <remarks>The data belongs to those who made it, under terms of their own. What it weighs and its checksum are not known here, and so not checked.</remarks>
public static class Urls
{
    private const string Buckets = "https://s3.amazonaws.com/fast-ai-";

    // Small samples, for tests and first steps.

    /// <summary>Tabular: people of the 1994 US census, and whether they earn more than 50,000 dollars. fastai's <c>URLs.ADULT_SAMPLE</c>.</summary>
    public static DataUrl AdultSample { get; } = Sample("adult_sample");

    /// <summary>Images and points: some of the heads of <see cref="BiwiHeadPose"/>, with their centres. fastai's <c>URLs.BIWI_SAMPLE</c>.</summary>
    public static DataUrl BiwiSample { get; } = Sample("biwi_sample");

    /// <summary>Images and masks: some of the street scenes of <see cref="Camvid"/>, small. fastai's <c>URLs.CAMVID_TINY</c>.</summary>
    public static DataUrl CamvidTiny { get; } = Sample("camvid_tiny");

    /// <summary>Images and boxes: a sample of COCO, with its annotations. fastai's <c>URLs.COCO_SAMPLE</c>.</summary>
    public static DataUrl CocoSample { get; } = Coco("coco_sample");

    /// <summary>Images and boxes: a few images of COCO, with their annotations. fastai's <c>URLs.COCO_TINY</c>.</summary>
    public static DataUrl CocoTiny { get; } = Coco("coco_tiny");

    /// <summary>Text: the numbers from one to 9,999, in words. fastai's <c>URLs.HUMAN_NUMBERS</c>.</summary>
    public static DataUrl HumanNumbers { get; } = Sample("human_numbers");

    /// <summary>Text: some of the film reviews of <see cref="Imdb"/>, in one table. fastai's <c>URLs.IMDB_SAMPLE</c>.</summary>
    public static DataUrl ImdbSample { get; } = Sample("imdb_sample");

    /// <summary>Collaborative filtering: some ratings of films from MovieLens, in one table. fastai's <c>URLs.ML_SAMPLE</c>.</summary>
    public static DataUrl MlSample { get; } = Sample("movie_lens_sample");

    /// <summary>Collaborative filtering: 100,000 ratings of films from MovieLens. fastai's <c>URLs.ML_100k</c>.</summary>
    public static DataUrl Ml100K { get; } = At("https://files.grouplens.org/datasets/movielens/ml-100k.zip");

    /// <summary>Images: the threes and sevens of <see cref="Mnist"/>, in <c>train</c> and <c>valid</c>. fastai's <c>URLs.MNIST_SAMPLE</c>.</summary>
    public static DataUrl MnistSample { get; } = Sample("mnist_sample");

    /// <summary>Images: a few threes and sevens of <see cref="Mnist"/>, in <c>train</c> and <c>valid</c>. fastai's <c>URLs.MNIST_TINY</c>.</summary>
    public static DataUrl MnistTiny { get; } = Sample("mnist_tiny");

    /// <summary>Images: <see cref="MnistTiny"/> in several sizes. fastai's <c>URLs.MNIST_VAR_SIZE_TINY</c>.</summary>
    public static DataUrl MnistVarSizeTiny { get; } = ImageClass("mnist_var_size_tiny");

    /// <summary>Images of several labels: a sample of satellite images of the Amazon. fastai's <c>URLs.PLANET_SAMPLE</c>.</summary>
    public static DataUrl PlanetSample { get; } = Sample("planet_sample");

    /// <summary>Images of several labels: a few satellite images of the Amazon. fastai's <c>URLs.PLANET_TINY</c>.</summary>
    public static DataUrl PlanetTiny { get; } = Sample("planet_tiny");

    // Images of one label.

    /// <summary>Images: objects of 101 categories. fastai's <c>URLs.CALTECH_101</c>.</summary>
    public static DataUrl Caltech101 { get; } = ImageClass("caltech_101");

    /// <summary>Images: Stanford Cars, 196 models. fastai's <c>URLs.CARS</c>.</summary>
    public static DataUrl Cars { get; } = ImageClass("stanford-cars");

    /// <summary>Images: CIFAR-10, 32×32 pixels, 10 classes. fastai's <c>URLs.CIFAR</c>.</summary>
    public static DataUrl Cifar { get; } = Sample("cifar10");

    /// <summary>Images: CIFAR-100, 32×32 pixels, 100 classes. fastai's <c>URLs.CIFAR_100</c>.</summary>
    public static DataUrl Cifar100 { get; } = ImageClass("cifar100");

    /// <summary>Images: Caltech-UCSD Birds, 200 species. fastai's <c>URLs.CUB_200_2011</c>.</summary>
    public static DataUrl Cub2002011 { get; } = ImageClass("CUB_200_2011");

    /// <summary>Images: dogs and cats, in <c>train</c> and <c>valid</c>. fastai's <c>URLs.DOGS</c>.</summary>
    public static DataUrl Dogs { get; } = Sample("dogscats");

    /// <summary>Images: Oxford flowers, 102 species. fastai's <c>URLs.FLOWERS</c>.</summary>
    public static DataUrl Flowers { get; } = ImageClass("oxford-102-flowers");

    /// <summary>Images: Food-101, 101 dishes. fastai's <c>URLs.FOOD</c>.</summary>
    public static DataUrl Food { get; } = ImageClass("food-101");

    /// <summary>Images: ten classes of ImageNet that are easily told apart, in full size. fastai's <c>URLs.IMAGENETTE</c>.</summary>
    public static DataUrl Imagenette { get; } = ImageClass("imagenette2");

    /// <summary>Images: <see cref="Imagenette"/>, the shorter side 160 pixels. fastai's <c>URLs.IMAGENETTE_160</c>.</summary>
    public static DataUrl Imagenette160 { get; } = ImageClass("imagenette2-160");

    /// <summary>Images: <see cref="Imagenette"/>, the shorter side 320 pixels. fastai's <c>URLs.IMAGENETTE_320</c>.</summary>
    public static DataUrl Imagenette320 { get; } = ImageClass("imagenette2-320");

    /// <summary>Images: Imagenette and Imagewoof together, part of them without labels, in full size. fastai's <c>URLs.IMAGEWANG</c>.</summary>
    public static DataUrl Imagewang { get; } = ImageClass("imagewang");

    /// <summary>Images: <see cref="Imagewang"/>, the shorter side 160 pixels. fastai's <c>URLs.IMAGEWANG_160</c>.</summary>
    public static DataUrl Imagewang160 { get; } = ImageClass("imagewang-160");

    /// <summary>Images: <see cref="Imagewang"/>, the shorter side 320 pixels. fastai's <c>URLs.IMAGEWANG_320</c>.</summary>
    public static DataUrl Imagewang320 { get; } = ImageClass("imagewang-320");

    /// <summary>Images: ten breeds of dogs of ImageNet, hard to tell apart, in full size. fastai's <c>URLs.IMAGEWOOF</c>.</summary>
    public static DataUrl Imagewoof { get; } = ImageClass("imagewoof2");

    /// <summary>Images: <see cref="Imagewoof"/>, the shorter side 160 pixels. fastai's <c>URLs.IMAGEWOOF_160</c>.</summary>
    public static DataUrl Imagewoof160 { get; } = ImageClass("imagewoof2-160");

    /// <summary>Images: <see cref="Imagewoof"/>, the shorter side 320 pixels. fastai's <c>URLs.IMAGEWOOF_320</c>.</summary>
    public static DataUrl Imagewoof320 { get; } = ImageClass("imagewoof2-320");

    /// <summary>Images: bedrooms of LSUN, without labels. fastai's <c>URLs.LSUN_BEDROOMS</c>.</summary>
    public static DataUrl LsunBedrooms { get; } = ImageClass("bedroom");

    /// <summary>Images: handwritten digits, 28×28 grey pixels, in <c>training</c> and <c>testing</c>. fastai's <c>URLs.MNIST</c>.</summary>
    public static DataUrl Mnist { get; } = ImageClass("mnist_png");

    /// <summary>Images: Oxford-IIIT Pet, 37 breeds of cats and dogs; the label is in the file's name. fastai's <c>URLs.PETS</c>.</summary>
    public static DataUrl Pets { get; } = ImageClass("oxford-iiit-pet");

    // Places in images.

    /// <summary>Images and points: heads in all directions, with their centres. fastai's <c>URLs.BIWI_HEAD_POSE</c>.</summary>
    public static DataUrl BiwiHeadPose { get; } = ImageLocal("biwi_head_pose");

    /// <summary>Images and masks: street scenes, each pixel with its class. fastai's <c>URLs.CAMVID</c>.</summary>
    public static DataUrl Camvid { get; } = ImageLocal("camvid");

    /// <summary>Images, boxes and several labels: Pascal VOC 2007. fastai's <c>URLs.PASCAL_2007</c>.</summary>
    public static DataUrl Pascal2007 { get; } = ImageLocal("pascal_2007");

    /// <summary>Images, boxes and several labels: Pascal VOC 2012. fastai's <c>URLs.PASCAL_2012</c>.</summary>
    public static DataUrl Pascal2012 { get; } = ImageLocal("pascal_2012");

    // Medicine.

    /// <summary>Images: chest X-rays in DICOM, with and without pneumothorax. fastai's <c>URLs.SIIM_SMALL</c>.</summary>
    public static DataUrl SiimSmall { get; } = ImageLocal("siim_small");

    /// <summary>Images: a little of The Cancer Genome Atlas. fastai's <c>URLs.TCGA_SMALL</c>.</summary>
    public static DataUrl TcgaSmall { get; } = ImageLocal("tcga_small");

    // Text.

    /// <summary>Text: AG's news, 4 topics. fastai's <c>URLs.AG_NEWS</c>.</summary>
    public static DataUrl AgNews { get; } = Nlp("ag_news_csv");

    /// <summary>Text: reviews of products, 1 to 5 stars. fastai's <c>URLs.AMAZON_REVIEWS</c>.</summary>
    public static DataUrl AmazonReviews { get; } = Nlp("amazon_review_full_csv");

    /// <summary>Text: reviews of products, good or bad. fastai's <c>URLs.AMAZON_REVIEWS_POLARITY</c>.</summary>
    public static DataUrl AmazonReviewsPolarity { get; } = Nlp("amazon_review_polarity_csv");

    /// <summary>Text: articles of DBpedia, 14 classes. fastai's <c>URLs.DBPEDIA</c>.</summary>
    public static DataUrl Dbpedia { get; } = Nlp("dbpedia_csv");

    /// <summary>Text: film reviews, good or bad, and as many again without labels. fastai's <c>URLs.IMDB</c>.</summary>
    public static DataUrl Imdb { get; } = Nlp("imdb");

    /// <summary>Text: sentences in English and French. fastai's <c>URLs.MT_ENG_FRA</c>.</summary>
    public static DataUrl MtEngFra { get; } = Nlp("giga-fren");

    /// <summary>Text: news in Chinese, in Latin letters, 5 topics. fastai's <c>URLs.SOGOU_NEWS</c>.</summary>
    public static DataUrl SogouNews { get; } = Nlp("sogou_news_csv");

    /// <summary>Text: WikiText-103, articles of Wikipedia. fastai's <c>URLs.WIKITEXT</c>.</summary>
    public static DataUrl Wikitext { get; } = Nlp("wikitext-103");

    /// <summary>Text: WikiText-2, fewer articles of Wikipedia. fastai's <c>URLs.WIKITEXT_TINY</c>.</summary>
    public static DataUrl WikitextTiny { get; } = Nlp("wikitext-2");

    /// <summary>Text: questions and answers, 10 topics. fastai's <c>URLs.YAHOO_ANSWERS</c>.</summary>
    public static DataUrl YahooAnswers { get; } = Nlp("yahoo_answers_csv");

    /// <summary>Text: reviews of places, 1 to 5 stars. fastai's <c>URLs.YELP_REVIEWS</c>.</summary>
    public static DataUrl YelpReviews { get; } = Nlp("yelp_review_full_csv");

    /// <summary>Text: reviews of places, good or bad. fastai's <c>URLs.YELP_REVIEWS_POLARITY</c>.</summary>
    public static DataUrl YelpReviewsPolarity { get; } = Nlp("yelp_review_polarity_csv");

    // Sound.

    /// <summary>Sound: calls of macaques, by animal. fastai's <c>URLs.MACAQUES</c>.</summary>
    public static DataUrl Macaques { get; } = At("https://storage.googleapis.com/ml-animal-sounds-datasets/macaques.zip");

    /// <summary>Sound: calls of zebra finches. fastai's <c>URLs.ZEBRA_FINCH</c>.</summary>
    public static DataUrl ZebraFinch { get; } = At("https://storage.googleapis.com/ml-animal-sounds-datasets/zebra_finch.zip");

    // Models.

    /// <summary>Model: OpenAI's first generative transformer. fastai's <c>URLs.OPENAI_TRANSFORMER</c>.</summary>
    public static DataUrl OpenAITransformer { get; } = Model("transformer");

    /// <summary>Model: AWD-LSTM trained on <see cref="Wikitext"/>, forwards, with its vocabulary. fastai's <c>URLs.WT103_FWD</c>.</summary>
    public static DataUrl Wt103Fwd { get; } = Model("wt103-fwd");

    /// <summary>Model: AWD-LSTM trained on <see cref="Wikitext"/>, backwards, with its vocabulary. fastai's <c>URLs.WT103_BWD</c>.</summary>
    public static DataUrl Wt103Bwd { get; } = Model("wt103-bwd");

    /// <summary>All of them, in this order.</summary>
    public static IReadOnlyList<DataUrl> All { get; } =
    [
        AdultSample, BiwiSample, CamvidTiny, CocoSample, CocoTiny, HumanNumbers, ImdbSample, MlSample, Ml100K, MnistSample, MnistTiny,
        MnistVarSizeTiny, PlanetSample, PlanetTiny, Caltech101, Cars, Cifar, Cifar100, Cub2002011, Dogs, Flowers, Food, Imagenette,
        Imagenette160, Imagenette320, Imagewang, Imagewang160, Imagewang320, Imagewoof, Imagewoof160, Imagewoof320, LsunBedrooms, Mnist,
        Pets, BiwiHeadPose, Camvid, Pascal2007, Pascal2012, SiimSmall, TcgaSmall, AgNews, AmazonReviews, AmazonReviewsPolarity, Dbpedia,
        Imdb, MtEngFra, SogouNews, Wikitext, WikitextTiny, YahooAnswers, YelpReviews, YelpReviewsPolarity, Macaques, ZebraFinch,
        OpenAITransformer, Wt103Fwd, Wt103Bwd,
    ];

    private static DataUrl Sample(string file, [CallerMemberName] string name = "") => At($"{Buckets}sample/{file}.tgz", name);

    private static DataUrl Coco(string file, [CallerMemberName] string name = "") => At($"{Buckets}coco/{file}.tgz", name);

    private static DataUrl ImageClass(string file, [CallerMemberName] string name = "") => At($"{Buckets}imageclas/{file}.tgz", name);

    private static DataUrl ImageLocal(string file, [CallerMemberName] string name = "") => At($"{Buckets}imagelocal/{file}.tgz", name);

    private static DataUrl Nlp(string file, [CallerMemberName] string name = "") => At($"{Buckets}nlp/{file}.tgz", name);

    private static DataUrl Model(string file, [CallerMemberName] string name = "") => At($"{Buckets}modelzoo/{file}.tgz", name) with { Kind = DataKind.Model };

    private static DataUrl At(string address, [CallerMemberName] string name = "") => new(address) { Name = name };
}
