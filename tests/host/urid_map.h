// The host's table of URIs. Mapping and unmapping may be called from any thread; they lock, so that
// a plugin that maps inside run() is caught by the interposer.
#ifndef TN_TESTS_URID_MAP_H
#define TN_TESTS_URID_MAP_H

#include <lv2/urid/urid.h>

typedef struct UridMap UridMap;

// Returns a map to be freed with urid_map_free, after everything that uses it. Aborts where memory
// ends.
UridMap* urid_map_new(void);
void urid_map_free(UridMap* map);

// The features' data; they live as long as the map.
LV2_URID_Map* urid_map_feature(UridMap* map);
LV2_URID_Unmap* urid_map_unmap_feature(UridMap* map);

LV2_URID urid_map_uri(UridMap* map, const char* uri);

#endif
