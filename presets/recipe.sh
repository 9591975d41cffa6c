# recipe.sh: read by the scripts that go through the recipes; `presets` names this folder.

# recipe STYLE KEY: the rest of the line that begins with KEY.
recipe() { sed -n "s/^$2  *//p" "$presets/$1.recipe"; }
