#include "ui/talk.h"

#include <lv2/atom/util.h>

#include "plugin/ports.h"

#define ASK_AGAIN_SECONDS 1.0

void talk_init(Talk* talk, LV2_URID_Map* map, LV2UI_Write_Function write,
               LV2UI_Controller controller) {
  *talk = (Talk){.write = write, .controller = controller, .next_number = -1};
  messages_init(&talk->messages, map);
}

// ---- to the plugin ----

void talk_set(Talk* talk, uint32_t port, float value) {
  talk->write(talk->controller, port, sizeof value, 0, &value);
}

static void send_atom(Talk* talk, const LV2_Atom* atom) {
  if (atom) {
    talk->write(talk->controller, TN_PORT_CONTROL, lv2_atom_total_size(atom),
                talk->messages.event_transfer, atom);
  }
}

void talk_send_number(Talk* talk, MessagesKind kind, int32_t number) {
  MessagesBuffer buffer;
  send_atom(talk, messages_write_number(&talk->messages, kind, number, &buffer));
}

void talk_send_style(Talk* talk, const char* path) {
  MessagesBuffer buffer;
  if (path) {
    send_atom(talk, messages_write_style(&talk->messages, path, &buffer));
  }
}

static void ask(Talk* talk, const UiRoll* roll, double now) {
  MessagesBuffer buffer;
  talk->asked_at = now;
  talk->missed = false;
  talk->next_number = -1;
  send_atom(talk, messages_write_get(&talk->messages, roll->next_number > 0 ? roll->next_number : 0,
                                     &buffer));
}

void talk_ask_where_due(Talk* talk, const UiRoll* roll, double now) {
  const bool first = !(talk->asked_at > 0);
  const bool again = !talk->answered || talk->missed;
  if (first || (again && now - talk->asked_at > ASK_AGAIN_SECONDS)) {
    ask(talk, roll, now);
  }
}

// ---- from the plugin ----

static void count_message(Talk* talk, MessagesKind kind, int64_t number) {
  if (kind == MESSAGES_NOTES || number < 0) {
    return;
  }
  talk->missed = talk->missed || (talk->next_number >= 0 && number != talk->next_number);
  talk->next_number = number + 1;
}

MessagesKind talk_hear(Talk* talk, const void* atom, uint32_t size, UiRoll* roll, double now) {
  MessagesNews* news = &talk->news;
  const MessagesKind kind = messages_read(&talk->messages, atom, size, news);
  if (kind == MESSAGES_NOTHING) {
    return kind;
  }
  count_message(talk, kind, news->number);
  switch (kind) {
  case MESSAGES_STYLE:
    talk->answered = true;
    break;
  case MESSAGES_NOTES:
    if (!ui_roll_take_notes(roll, news->number, news->ints, news->count, now)) {
      talk->missed = true;
      talk->asked_at = 1; // at once
    }
    break;
  case MESSAGES_PLAYHEAD:
    ui_roll_take_playhead(roll, news->ints, news->count, now);
    break;
  case MESSAGES_LOCKS:
    ui_roll_take_locks(roll, news->ints, news->count);
    break;
  case MESSAGES_KEPT:
    ui_roll_take_kept(roll, news->ints, news->count);
    break;
  case MESSAGES_QUEUED:
    ui_roll_take_queued(roll, news->ints, news->count);
    break;
  case MESSAGES_ODDS:
    ui_roll_take_odds(roll, news->ints, news->count);
    break;
  default:
    break;
  }
  return kind;
}
