// What can go wrong in the engine. The engine never prints and never exits: it returns one of
// these.
#ifndef TN_ENGINE_STATUS_H
#define TN_ENGINE_STATUS_H

typedef enum {
  TN_OK,
  TN_NO_MEMORY,
  TN_CANNOT_READ, // the file cannot be opened or read
  TN_NOT_A_STYLE, // not a safetensors file with Tiento's metadata
  TN_BAD_STYLE    // says that it is one, but is damaged or asks for what cannot be
} TnStatus;

#endif
