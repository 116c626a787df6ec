/** What a named account takes from the top level where it says nothing itself. */
export const inheritedKeys = ['enabled', 'mode', 'dmPolicy', 'groupPolicy'] as const
