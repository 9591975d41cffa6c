// The window's talk with the plugin, in port values and patch messages: tells it what the user
// wants, asks for what is not known, and notices by the numbers of the messages what was missed.
// For the window's thread; nothing allocates, and the host's write function never fails.
#ifndef TN_UI_TALK_H
#define TN_UI_TALK_H

#include <lv2/ui/ui.h>
#include <stdbool.h>
#include <stdint.h>

#include "ui/messages.h"
#include "ui/roll.h"

typedef struct {
  Messages messages;
  MessagesNews news; // that were read last
  LV2UI_Write_Function write;
  LV2UI_Controller controller;
  double asked_at;     // seconds; 0: never
  bool answered;       // by the plugin
  bool missed;         // something: it is to be asked again
  int64_t next_number; // of the messages but those of notes; -1: any
} Talk;

void talk_init(Talk* talk, LV2_URID_Map* map, LV2UI_Write_Function write,
               LV2UI_Controller controller);

// Sets a control; and asks for a change that a number says all about.
void talk_set(Talk* talk, uint32_t port, float value);
void talk_send_number(Talk* talk, MessagesKind kind, int32_t number);

// Asks for the style at `path`; NULL: for none.
void talk_send_style(Talk* talk, const char* path);

// Asks for all there is, and for the notes that the roll does not know, where that is due: at
// first, and again where the plugin has not answered or something was missed. `now` is in seconds.
void talk_ask_where_due(Talk* talk, const UiRoll* roll, double now);

// Hears `size` bytes of an atom from the plugin at the time `now`. The roll takes what is about it;
// returns what it was about, of which the rest is in talk->news.
MessagesKind talk_hear(Talk* talk, const void* atom, uint32_t size, UiRoll* roll, double now);

#endif
