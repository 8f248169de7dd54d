/* Decoders of model-viewer from this server: it would fetch them from elsewhere. Must run before model-viewer is loaded. */
const here = document.currentScript.dataset;
self.ModelViewerElement = { dracoDecoderLocation: here.draco, meshoptDecoderLocation: here.meshopt };
