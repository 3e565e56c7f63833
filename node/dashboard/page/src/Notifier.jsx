import { Button } from '@mui/material';
import { useSnackbar } from 'notistack';
import React, { useEffect } from 'react';
import { useDispatch, useSelector } from 'react-redux';

/** Says what becomes of each change that the user asked for, and lets them take it back in its first seconds. */
export function Notifier() {
  const dispatch = useDispatch();
  const actions = useSelector(state => state.clusterAction);
  const { enqueueSnackbar, closeSnackbar } = useSnackbar();
  useEffect(() => {
    for (const action of Object.values(actions)) {
      if (action.dismissSnackbar) closeSnackbar(action.dismissSnackbar);
      if (!action.message) continue;
      enqueueSnackbar(action.message, {
        key: action.key && !action.dismissSnackbar ? action.key : `${action.id} ${action.state}`,
        preventDuplicate: true,
        autoHideDuration: action.autoHideDuration ?? 5000,
        action: action.buttons?.map(({ label, actionToDispatch }) => (
          <Button key={label} color="inherit" onClick={() => dispatch({ type: actionToDispatch })}>
            {label}
          </Button>
        )),
        ...action.snackbarProps,
      });
    }
  }, [actions, closeSnackbar, dispatch, enqueueSnackbar]);
  return null;
}
