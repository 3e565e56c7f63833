import { AppBar, Box, Toolbar, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { ActivitiesRenderer } from 'headlamp/components/activity/Activity';
import RouteSwitcher from 'headlamp/components/App/RouteSwitcher';
import ActionButton from 'headlamp/components/common/ActionButton';
import Sidebar from 'headlamp/components/Sidebar';
import { setConfig } from 'headlamp/redux/configSlice';
import { pluginsLoaded } from 'headlamp/plugin/pluginsSlice';
import React, { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useDispatch, useSelector } from 'react-redux';
import { Redirect, useHistory, useLocation } from 'react-router-dom';
import { withoutAbsent } from './absent';
import { Notifier } from './Notifier';

/** What is around Headlamp's pages, for one cluster, in place of the shell that is not in its package. */
export function Shell() {
  const dispatch = useDispatch();
  const location = useLocation();
  const known = useSelector(state => state.config.clusters);
  const { data } = useQuery({ queryKey: ['config'], queryFn: () => fetch('/config').then(answer => answer.json()) });
  useEffect(() => {
    if (!data) return;
    dispatch(setConfig({ clusters: Object.fromEntries(data.clusters.map(cluster => [cluster.name, cluster])) }));
    withoutAbsent(dispatch);
    dispatch(pluginsLoaded());
  }, [data, dispatch]);
  if (!known) return null;
  const cluster = Object.keys(known)[0];
  if (location.pathname === '/') return <Redirect to={`/c/${cluster}/`} />;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', height: '100vh' }}>
      <Bar cluster={cluster} />
      {/* Logs, terminals and editors place themselves in the cells of this grid. */}
      <Box
        sx={{
          display: 'grid',
          position: 'relative',
          overflow: 'hidden',
          flexGrow: 1,
          gridTemplateRows: '1fr min-content',
          gridTemplateColumns: 'min-content 1fr',
        }}
      >
        <Sidebar />
        <Box component="main" id="main" sx={{ position: 'relative', overflow: 'auto', minHeight: 0, gridColumn: '2 / 3', gridRow: '1 / 2', p: 2 }}>
          {/\/(token|login)$/.test(location.pathname) ? <Ended /> : <RouteSwitcher requiresToken={() => false} />}
        </Box>
        <ActivitiesRenderer />
      </Box>
      <Notifier />
    </Box>
  );
}

/** In place of a form that asks for a token: nobody has one. */
function Ended() {
  return (
    <Typography>
      This session has ended. Run <code>coracle dashboard</code> again.
    </Typography>
  );
}

function Bar({ cluster }) {
  const { t } = useTranslation();
  const history = useHistory();
  return (
    <AppBar position="static" elevation={0} sx={theme => ({ background: theme.palette.navbar.background, color: theme.palette.navbar.color })}>
      <Toolbar variant="dense">
        <Typography component="span" sx={{ fontWeight: 600, flexGrow: 1 }}>
          Coracle · {cluster}
        </Typography>
        <ActionButton icon="mdi:bell" description={t('translation|Notifications')} iconButtonProps={{ color: 'inherit' }} onClick={() => history.push('/notifications')} />
        <ActionButton icon="mdi:cog" description={t('translation|Settings')} iconButtonProps={{ color: 'inherit' }} onClick={() => history.push('/settings/general')} />
      </Toolbar>
    </AppBar>
  );
}
