// The URIs by which hosts, presets, states and the window know Tiento. They never change: a session
// saved today names the plugin and its style by them.
#ifndef TN_URIS_H
#define TN_URIS_H

#define TN_URI_PLUGIN "urn:tiento:plugin"
#define TN_URI_UI     "urn:tiento:ui"

// Properties, in patch messages and in the state.
#define TN_URI_STYLE "urn:tiento:style" // atom:Path, patch:writable: the style file
#define TN_URI_MESSAGE                                                                             \
  "urn:tiento:message" // atom:String, patch:readable: what went wrong last, or ""

#endif
