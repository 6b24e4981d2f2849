# How the Makefile reads the variables that it is given, and what it says of them. For GNU make 3.81 and later.

# $(call quote,TEXT): one word of the shell, whatever is in it; a line that ends becomes a space, for a recipe ends there.
quote = '$(subst ','\'',$(subst $(newline), ,$1))'

# $(call given,NAME): not empty where the variable has a value. Of every value, value gives what was typed: make takes no $ in it.
given = $(strip $(value $1))

# $(call option,--name,NAME): --name='value', where there is one.
option = $(if $(call given,$2),$1=$(call quote,$(value $2)))

# $(call each,--name,NAME): --name 'a' 'b', for a value of several words.
each = $(if $(call given,$2),$1 $(foreach word,$(value $2),$(call quote,$(word))))

# $(call switch,--name,NAME): --name, where the variable says yes.
switch = $(if $(filter $(yes),$(call lower_case,$(value $2))),$1)

switches := DRY FRESH FREEZE GOLAN_INVERT CHECK INVERT REUSE LIST STRICT
yes := 1 yes true on
no := 0 no false off
# Of the letters that these words have.
lower_case = $(subst A,a,$(subst E,e,$(subst F,f,$(subst L,l,$(subst N,n,$(subst O,o,$(subst R,r,$(subst S,s,$(subst T,t,$(subst U,u,$(subst Y,y,$1)))))))))))

define newline


endef

targets := $(patsubst uses.%,%,$(filter uses.%,$(.VARIABLES)))
known := $(sort $(foreach target,$(targets),$(uses.$(target))))
asked := $(or $(MAKECMDGOALS),$(.DEFAULT_GOAL))
used := $(sort $(foreach target,$(asked),$(uses.$(target))))
# $(call from,NAME): command, environment, file or undefined.
from = $(firstword $(origin $1))
typed := $(sort $(foreach name,$(.VARIABLES),$(if $(filter command,$(call from,$(name))),$(name))))

# What a program gets of the variables is what a recipe says.
unexport $(known)

# A variable that no target knows changes nothing: refused, with what may have been meant.
unknown := $(firstword $(filter-out $(known) SHELL MAKE MAKEFLAGS,$(typed)))
ifneq ($(unknown),)
meant := $(shell awk -v name=$(call quote,$(unknown)) -v value=$(call quote,$(value $(unknown))) -v known='$(known)' -f pipeline/make/meant.awk configs/study.schema.json)
$(error $(unknown): expected a variable that a target knows, got '$(unknown)=$(value $(unknown))'; $(meant))
endif

# $(call is_switch,TEXT): not empty where it is one word that means yes or no, or nothing.
is_switch = $(if $(word 2,$1),,$(if $(filter-out $(yes) $(no),$(call lower_case,$1)),,yes))
$(foreach name,$(filter $(switches),$(used)),$(if $(call is_switch,$(value $(name))),,$(error $(name): expected yes or no, got '$(value $(name))'; give $(name)=1, or leave it out)))

# Said on standard error, for neither is seen in what the person typed or in what is then done.
# Of an address with a user and a password, which is refused, no more than that.
public = $(if $(and $(filter QUEUE,$1),$(findstring @,$(value $1))),...,$(value $1))
# By one shell, however many there are.
notes := $(foreach name,$(filter-out $(used),$(filter $(known),$(typed))),$(call quote,make: $(name)=$(call public,$(name)) is not used by $(asked)))
notes += $(foreach name,$(used),$(if $(filter environment,$(call from,$(name))),$(if $(call given,$(name)),$(call quote,make: $(name)=$(call public,$(name)) from the environment))))
$(if $(strip $(notes)),$(shell printf '%s\n' $(notes) >&2))

# tsx keeps what it compiles in the folder for temporary files, and fails where that cannot be written.
ifeq ($(shell test -w "$${TMPDIR:-/tmp}" && echo yes),)
export TSX_DISABLE_CACHE := 1
endif
