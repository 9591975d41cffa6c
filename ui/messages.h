// The patch messages between the window and the plugin, as atoms. No X, no cairo, no state.
#ifndef TN_UI_MESSAGES_H
#define TN_UI_MESSAGES_H

#include <lv2/atom/atom.h>
#include <lv2/atom/forge.h>
#include <lv2/urid/urid.h>
#include <stddef.h>
#include <stdint.h>

enum {
  MESSAGES_SIZE = 4096 + 256, // bytes: a patch:Set with the longest path
  MESSAGES_TEXT = 4096,
  MESSAGES_INTS = 256
};

// What a message is about.
typedef enum {
  MESSAGES_NOTHING,   // not a message that the window knows
  MESSAGES_STYLE,     // the style's path
  MESSAGES_COMPLAINT, // what went wrong last, or ""
  MESSAGES_NOTES,     // these in numbers: see uris.h
  MESSAGES_PLAYHEAD,
  MESSAGES_LOCKS,
  MESSAGES_KEPT,
  MESSAGES_QUEUED,
  MESSAGES_ODDS,
  MESSAGES_LOCK, // these only go to the plugin
  MESSAGES_UNLOCK,
  MESSAGES_REROLL,
  MESSAGES_AUDITION,
  MESSAGES_UNDO,
  MESSAGES_REDO,
  MESSAGES_KINDS
} MessagesKind;

typedef struct {
  LV2_Atom_Forge forge;
  LV2_URID event_transfer; // the protocol in which atoms travel through ports
  LV2_URID patch_get;
  LV2_URID patch_set;
  LV2_URID patch_property;
  LV2_URID patch_value;
  LV2_URID number;
  LV2_URID properties[MESSAGES_KINDS];
} Messages;

// A place to write a message into.
typedef struct {
  _Alignas(8) uint8_t bytes[MESSAGES_SIZE];
} MessagesBuffer;

// A message as it was read.
typedef struct {
  int64_t number; // of the message, or of its first note; -1: it has none
  size_t count;   // of the ints
  int32_t ints[MESSAGES_INTS];
  char text[MESSAGES_TEXT];
} MessagesNews;

void messages_init(Messages* messages, LV2_URID_Map* map);

// "Tell everything you have, and the notes from `number` on". The atom lies in `buffer`, as of the
// next.
const LV2_Atom* messages_write_get(Messages* messages, int64_t number, MessagesBuffer* buffer);

// "Load the style at `path`". NULL when the path is too long.
const LV2_Atom* messages_write_style(Messages* messages, const char* path, MessagesBuffer* buffer);

// A request of one number, which undo and redo do not need.
const LV2_Atom* messages_write_number(Messages* messages, MessagesKind kind, int32_t number,
                                      MessagesBuffer* buffer);

// Reads the `size` bytes of an atom that came through a port; sizes inside it are not trusted. A
// text that is too long is cut; a list that is, is nothing.
MessagesKind messages_read(const Messages* messages, const void* atom, uint32_t size,
                           MessagesNews* news);

#endif
