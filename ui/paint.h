// Colours, boxes and text: what all drawing is made of. Knows cairo, and no display.
#ifndef TN_UI_PAINT_H
#define TN_UI_PAINT_H

#include <cairo.h>
#include <stdbool.h>

#include "ui/layout.h"

#define PAINT_TURN 6.283185307179586

typedef struct {
  double red;
  double green;
  double blue;
} Colour;

typedef struct {
  Colour ground;
  Colour card;
  Colour edge;
  Colour field;
  Colour field_lit;
  Colour track;
  Colour text;
  Colour text_dim;
  Colour text_faint;
  Colour accent;
  Colour accent_dim;
  Colour warning;
  Colour roll;        // ground of the roll
  Colour roll_dark;   // rows of black keys
  Colour line;        // beats
  Colour line_strong; // bars
  Colour ivory;
  Colour player;   // the player's own notes
  Colour parts[8]; // of the palette of Okabe and Ito (2008), lighter where the ground is dark
} Theme;

extern const Theme THEME;

typedef enum { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT } Align;

typedef struct {
  double size;
  Align align;
  bool bold;
  Colour colour;
} Type;

Colour paint_mix(Colour a, Colour b, double share_of_b);
void paint_colour(cairo_t* cr, Colour colour);
void paint_colour_alpha(cairo_t* cr, Colour colour, double alpha);
Colour paint_part(int part);

// Adds a rectangle with round corners to the path.
void paint_round(cairo_t* cr, UiRect rect, double radius);
void paint_fill(cairo_t* cr, UiRect rect, Colour colour);
void paint_pill(cairo_t* cr, UiRect rect, double radius, Colour colour);
// A filled box with a hairline just inside its edge.
void paint_box(cairo_t* cr, UiRect rect, double radius, Colour fill, Colour edge);
// A line around what has the keyboard's focus.
void paint_focus(cairo_t* cr, UiRect rect, double radius);

// Draws text on the baseline `y`, at `x` by type.align, cut to `width`; returns the width used.
double paint_text(cairo_t* cr, double x, double y, double width, Type type, const char* text);
// In the middle of a rectangle's height, with `pad` from its edges.
void paint_label(cairo_t* cr, UiRect rect, double pad, Type type, const char* text);
// Over several lines of `width`, `leading` apart; returns how many, at most `most`. Draws nothing
// where `draws` is false.
int paint_paragraph(cairo_t* cr, double x, double y, double width, double leading, int most,
                    Type type, const char* text, bool draws);
double paint_width(cairo_t* cr, Type type, const char* text);

UiRect paint_inset(UiRect rect, double by);

// Small signs, in a square of `size` about a middle.
void paint_padlock(cairo_t* cr, double x, double y, double size, Colour colour);
void paint_turning_arrow(cairo_t* cr, double x, double y, double size, Colour colour,
                         bool mirrored);
void paint_star(cairo_t* cr, double x, double y, double size, Colour colour, bool filled);
void paint_chevron(cairo_t* cr, double x, double y, double reach_x, double reach_y, Colour colour);

void paint_begin(cairo_t* cr); // sets what is the same for all of a picture

#endif
