// Sources of the module Readings.
