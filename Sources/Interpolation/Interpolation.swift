// Sources of the module Interpolation.
