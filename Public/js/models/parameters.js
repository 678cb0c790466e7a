// What the parameters of a run mean.

export const METHOD = "quantizer.method";

/** Whether a parameter tells of quantizers, but for whether there are any. */
export const isOfQuantizers = (key) => key.startsWith("quantizer.") && key !== METHOD;

/** Whether a parameter means nothing for a run: what a float32 network was told of quantizers. */
export const isVoid = ({ parameters }, key) => parameters[METHOD] === "none" && isOfQuantizers(key);
