// The patch messages between the window and the plugin, as atoms. No X, no cairo, no state.
#ifndef TN_UI_MESSAGES_H
#define TN_UI_MESSAGES_H

#include <lv2/atom/atom.h>
#include <lv2/atom/forge.h>
#include <lv2/urid/urid.h>
#include <stddef.h>
#include <stdint.h>

enum { MESSAGES_SIZE = 4096 + 256 }; // bytes: a patch:Set with the longest path

typedef struct {
  LV2_Atom_Forge forge;
  LV2_URID event_transfer; // the protocol in which atoms travel through ports
  LV2_URID patch_get;
  LV2_URID patch_set;
  LV2_URID patch_property;
  LV2_URID patch_value;
  LV2_URID message;
  LV2_URID style;
} Messages;

// A place to write a message into.
typedef struct {
  _Alignas(8) uint8_t bytes[MESSAGES_SIZE];
} MessagesBuffer;

typedef enum {
  MESSAGES_NOTHING,  // not a message that the window knows
  MESSAGES_STYLE,    // the style's path
  MESSAGES_COMPLAINT // what went wrong last, or ""
} MessagesKind;

void messages_init(Messages* messages, LV2_URID_Map* map);

// "Tell everything you have", and "load the style at `path`". The atom lies in `buffer`; NULL when
// the path is too long for it.
const LV2_Atom* messages_write_get(Messages* messages, MessagesBuffer* buffer);
const LV2_Atom* messages_write_style(Messages* messages, const char* path, MessagesBuffer* buffer);

// Reads the `size` bytes of an atom that came through a port; sizes inside it are not trusted.
// Copies the value to `text`, cut to `text_size`.
MessagesKind messages_read(const Messages* messages, const void* atom, uint32_t size, char* text,
                           size_t text_size);

#endif
